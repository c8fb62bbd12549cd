import { LOCALES, type Locale } from '#contract/codes.ts'
import { errors } from '#contract/errors.ts'

/** The language of messages; `en-us` when a call names none (behaviour 5.7). */
export function readLocale(locale: string | undefined): Locale {
  if (locale === undefined) return 'en-us'
  const known = LOCALES.find((one) => one === locale.toLowerCase())
  if (!known) throw errors.languageNotSupported(`locale: must be one of ${LOCALES.join(', ')}, not "${locale}"`)
  return known
}
