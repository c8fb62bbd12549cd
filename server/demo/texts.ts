/** A text with the entities in it; places count code points. */
export type MarkedText = { text: string; entities: { name: string; start: number; end: number }[] }

/** `[PERSON Ada]` marks an entity. */
const SENTENCES = [
  '[PERSON Ada Brook] moved from [PLACE Port Selby] to [PLACE Linden] to work for [ORGANISATION Northlight Optics].',
  'Last spring [ORGANISATION Marrow & Sons] opened a second bakery in [PLACE Old Harbour].',
  'The ferry to [PLACE Saint Orban] leaves at nine, said [PERSON Captain Reyes].',
  '🎉 [PERSON Noor Haddad] won the chess cup of [PLACE Linden] for the third time! 🏆',
  '[ORGANISATION The River Trust] has planted four thousand trees along the [PLACE Avel].',
  'انتقلت [PERSON ليلى منصور] من [PLACE القاهرة] إلى [PLACE بيروت] للعمل في [ORGANISATION شركة النور].',
  'When [PERSON Tomas Vega] retired, [ORGANISATION Hill Street School] named its library after him.',
  '[PERSON Ines Calder] and [PERSON Jon Aldous] met on the night train to [PLACE Varna Sound].',
  'Nobody at [ORGANISATION Copperfield Bank] could say where the letter had come from.',
  'Snow closed the pass above [PLACE Upper Tarn] for two days ❄️.',
  '[PERSON Dr. Mbeki] will speak at [ORGANISATION Linden University] on Thursday.',
  'The recipe came from [PERSON Grandmother Ilse], who had it from a cook in [PLACE Trieste].',
  '[ORGANISATION Blue Kite Airlines] cancelled its flights between [PLACE Port Selby] and [PLACE Oslo].',
  'A violin by [PERSON Marek Dvorsky] was found in an attic in [PLACE Old Harbour] 🎻.',
  '[PERSON Yuki Tanabe] 👩🏽‍🔬 leads the laboratory of [ORGANISATION Northlight Optics] in [PLACE Kyoto].',
  'The mayor of [PLACE Linden], [PERSON Paula Winter], opened the new bridge on Monday.',
  'פגשתי את [PERSON דנה לוי] בתחנת הרכבת של [PLACE חיפה].',
  'For thirty years [PERSON Omar Said] repaired clocks opposite the station of [PLACE Upper Tarn].',
  '[ORGANISATION Fern Publishing] will print the letters of [PERSON Ada Brook] next year.',
  'Two hikers from [PLACE Ghent] were found safe near [PLACE Lake Moran].',
  '[PERSON Rosa Quill] sold her share of [ORGANISATION Quill & Daughters] to her sister [PERSON Emma].',
  'The orchestra of [PLACE Varna Sound] plays under [PERSON Sofia Marin] tonight 🎶.',
  '[ORGANISATION City Water] warns that pipes in [PLACE Old Harbour] may freeze.',
  'On the way to [PLACE Saint Orban], [PERSON Ben Okafor] saw eleven dolphins 🐬.',
]

const LETTERS: readonly (readonly [mood: string, text: string])[] = [
  ['praise', 'The lamp arrived a day early and looks even better than in the picture. Thank you!'],
  ['complaint', 'Two of the six cups were broken, and nobody has answered my three letters.'],
  ['question', 'Can the blue chair be had in green, and how long would that take?'],
  ['praise', 'Your driver carried the wardrobe to the third floor without a word of complaint. Wonderful.'],
  ['complaint', 'I ordered the large kettle and got the small one, for the second time.'],
  ['question', 'Is it safe to put the wooden bowl into the dishwasher?'],
  ['praise', 'Ten years old and still as good as new: I shall buy nothing else.'],
  ['complaint', 'The door of the cupboard has not closed since the day it came.'],
  ['question', 'Where do I find the number of my order?'],
  ['praise', 'My grandmother put the shelf together alone, in a quarter of an hour 😊'],
  ['complaint', 'It smells of glue even after a month by the open window.'],
  ['question', 'Do you deliver to the islands, and what does it cost?'],
  ['praise', 'The lady on the telephone solved in one minute what I had tried for a week.'],
  ['complaint', 'You charged me twice and call it a matter of patience. It is not.'],
  ['question', 'Which lamp fits the base that I bought last year?'],
  ['praise', 'Simple, quiet and well made. More of this, please.'],
  ['complaint', 'The screws do not fit the holes, whichever way I turn them 😠'],
  ['question', 'May I send the rug back if the colour does not match my sofa?'],
  ['praise', 'Packed so well that even the vase survived our cat.'],
  ['complaint', 'The van came at seven in the morning instead of four in the afternoon.'],
  ['question', 'How many plates are in one box of the white service?'],
  ['praise', 'Half the price of the other one and twice as good.'],
  ['complaint', 'The table rocks, and the man who came to look at it only laughed.'],
  ['question', 'Could you tell me when the small shelf will be back in store?'],
]

export function demoSentences(): MarkedText[] {
  return SENTENCES.map(readMarks)
}

export function demoLetters(): { mood: string; text: string }[] {
  return LETTERS.map(([mood, text]) => ({ mood, text }))
}

function readMarks(marked: string): MarkedText {
  let text = ''
  const entities: MarkedText['entities'] = []
  for (const [, plain = '', name, words = ''] of marked.matchAll(/([^[]*)(?:\[(\w+) ([^\]]+)\])?/g)) {
    text += plain
    if (name === undefined) continue
    const start = [...text].length
    text += words
    entities.push({ name, start, end: [...text].length })
  }
  return { text, entities }
}
