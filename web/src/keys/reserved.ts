import { type Chord, expandChord } from './chord.ts'

export type Reserved = 'browser' | 'inputMethod' | 'system'

/** Keys that a page never sees, or that nobody would forgive it to take (workbench 1.5). */
const RESERVED: Readonly<Record<Reserved, readonly string[]>> = {
  browser: [
    ...['Mod+W', 'Mod+T', 'Mod+N', 'Mod+Q', 'Mod+R', 'Mod+L', 'Mod+Shift+W', 'Mod+Shift+T', 'Mod+Shift+N'],
    ...['Mod+Shift+R', 'Mod+Tab', 'Mod+Shift+Tab', 'Mod+PageUp', 'Mod+PageDown', 'F5', 'F11', 'F12'],
    // Larger text is how some people read.
    ...['Mod++', 'Mod+-', 'Mod+=', 'Mod+0'],
  ],
  inputMethod: ['Mod+Space', 'Shift+Space', 'Mod+Shift+Space'],
  system: ['Alt+Space', 'Alt+Tab', 'Alt+Shift+Tab', 'Alt+F4', 'Mod+Alt+Delete', 'Mod+M', 'Mod+H'],
}

/** What a chord belongs to, when no action may have it. Of a family, one suffices, save for digits: those have many. */
export function reservedFor(chord: Chord): Reserved | undefined {
  const wanted = expandChord(chord)
  const found = Object.entries(RESERVED).find(([, taken]) => wanted.length === 1 && taken.includes(wanted[0]!))
  return found?.[0] as Reserved | undefined
}
