/** Parts people see in a text: clusters they take for one character, words, sentences. */
export type TextUnit = 'grapheme' | 'word' | 'sentence'

/** What finds the parts of each kind; `Intl.Segmenter` does, for languages without spaces as well. */
export type Segmenters = { readonly [Unit in TextUnit]: Pick<Intl.Segmenter, 'segment'> }

/** Those of the browser. */
export function intlSegmenters(locale?: string): Segmenters {
  return {
    grapheme: new Intl.Segmenter(locale, { granularity: 'grapheme' }),
    word: new Intl.Segmenter(locale, { granularity: 'word' }),
    sentence: new Intl.Segmenter(locale, { granularity: 'sentence' }),
  }
}
