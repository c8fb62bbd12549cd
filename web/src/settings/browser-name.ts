/** The more special one comes first: most of them also name those that they descend from. */
const BROWSERS = [
  ['Edge', /Edg(e|A|iOS)?\//],
  ['Opera', /OPR\/|Opera/],
  ['Firefox', /Firefox\/|FxiOS\//],
  ['Chrome', /Chrome\/|CriOS\//],
  ['Safari', /Safari\//],
] as const
const SYSTEMS = [
  ['Windows', /Windows/],
  ['Android', /Android/],
  ['iOS', /iPhone|iPad|iPod/],
  ['macOS', /Mac OS X|Macintosh/],
  ['ChromeOS', /CrOS/],
  ['Linux', /Linux|X11/],
] as const

/** Names browser and system from what a browser says of itself, as Firefox and Linux; what it does not say is missing. */
export function browserOf(user_agent: string): { browser?: string; system?: string } {
  const find = (known: typeof BROWSERS | typeof SYSTEMS) => known.find(([, sign]) => sign.test(user_agent))?.[0]
  const [browser, system] = [find(BROWSERS), find(SYSTEMS)]
  return { ...(browser && { browser }), ...(system && { system }) }
}
