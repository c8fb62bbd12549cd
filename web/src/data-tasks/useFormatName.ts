import { useTranslation } from 'react-i18next'

/** What a format of `muster.format` is called; one that the console does not know yet goes by its word. */
export function useFormatName(): (format: string) => string {
  const { t, i18n } = useTranslation('formats')
  return (format) => (i18n.exists(`formats:${format}`) ? t(format as 'coco') : format)
}
