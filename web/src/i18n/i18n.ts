import i18next from 'i18next'
import ICU from 'i18next-icu'
import { initReactI18next } from 'react-i18next'
import type { Catalogue } from './catalogue.ts'
import type { English } from './en/index.ts'

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'shell'
    resources: English
  }
}

export const LANGUAGES = { en: 'English', de: 'Deutsch', zh: '简体中文' } as const
export type Language = keyof typeof LANGUAGES

/** Each language is a file of its own, fetched when it is needed. */
const catalogues: Record<Language, () => Promise<{ default: Catalogue }>> = {
  en: () => import('./en/index.ts'),
  de: () => import('./de/index.ts'),
  zh: () => import('./zh/index.ts'),
}

const KEPT = 'muster.language'

/** Begins with the language chosen before on this device, else the first of the browser's that there is. */
export async function startI18n(): Promise<void> {
  await i18next
    .use(ICU)
    .use(initReactI18next)
    .init({
      lng: firstLanguage(),
      fallbackLng: false,
      defaultNS: 'shell',
      interpolation: { escapeValue: false },
      resources: {},
      react: { useSuspense: false },
    })
  await changeLanguage(firstLanguage())
}

export async function changeLanguage(language: Language): Promise<void> {
  const { default: catalogue } = await catalogues[language]()
  for (const [area, words] of Object.entries(catalogue)) i18next.addResourceBundle(language, area, words)
  await i18next.changeLanguage(language)
  document.documentElement.lang = language
  localStorage.setItem(KEPT, language)
}

function firstLanguage(): Language {
  const wanted = [localStorage.getItem(KEPT) ?? '', ...navigator.languages]
  const known = wanted.map((tag) => tag.slice(0, 2).toLowerCase()).find((tag) => Object.hasOwn(LANGUAGES, tag))
  return (known as Language | undefined) ?? 'en'
}
