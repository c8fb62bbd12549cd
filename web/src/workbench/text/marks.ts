import { isCaret, type Selection } from './caret.ts'
import { type CodePoint, rangeBetween, type TextRange } from './offsets.ts'
import { targetsOf } from './relations.ts'
import { snapRange } from './snap.ts'
import { clampRange, rangeOf } from './spans.ts'
import { type Desk, labelOf, pairsOfDesk, type TextState } from './states/state.ts'
import { stopAt } from './stops.ts'

/** What is marked in the text, and the place that has to be in view. */
type Marks = {
  readonly selection: readonly TextRange[]
  readonly active: readonly TextRange[]
  readonly targets: readonly TextRange[]
  readonly hover: readonly TextRange[]
  readonly caret?: CodePoint
  readonly focus?: CodePoint
}

/** What a drag would select; `exact` where it moves a border, which goes neither by words nor around spaces. */
export type Drawn = Selection & { readonly exact?: true }

const exactly = { words: false, trim: false }

/** Marks for somebody's place in a text; while something is being drawn, for what it would select. */
export function marksOf(desk: Desk, state: TextState, drawn: Drawn | undefined, hovered: string | undefined): Marks {
  const { at } = state
  const rangesOf = (...ids: readonly (string | undefined)[]) =>
    ids.flatMap((id): TextRange[] => {
      const label = id === undefined ? undefined : labelOf(desk, id)
      const range = label && rangeOf(label)
      return range ? [clampRange(range, desk.text.length)] : []
    })
  const nothing = { selection: [], active: [], targets: [], hover: rangesOf(hovered) }
  if (drawn !== undefined) {
    const range = snapRange(desk.text, drawn.anchor, drawn.focus, drawn.exact ? exactly : desk.settings)
    return { ...nothing, selection: range ? [range] : [] }
  }
  switch (at.kind) {
    case 'nothing':
      return nothing
    case 'range': {
      const { anchor, focus } = at
      if (isCaret(at)) {
        const word = stopAt(desk.text, 'word', focus)
        return { ...nothing, active: word && word.start <= focus ? [word] : [], caret: focus, focus }
      }
      return {
        ...nothing,
        selection: [rangeBetween(anchor, focus)],
        focus,
        ...(state.caret !== undefined && { caret: focus }),
      }
    }
    case 'span':
    case 'carrying':
    case 'confirming': {
      const active = rangesOf(at.id)
      return { ...nothing, active, focus: active[0]?.start }
    }
    case 'relation': {
      const place = labelOf(desk, at.id)?.place
      const active = place?.kind === 'relation' ? rangesOf(place.from, place.to) : []
      return { ...nothing, active, focus: active[0]?.start }
    }
    case 'relating': {
      const head = labelOf(desk, at.from)
      const targets = head ? targetsOf(desk.document.content, pairsOfDesk(desk), head) : []
      const to = rangesOf(at.to)
      const active = rangesOf(at.from)
      return {
        ...nothing,
        active,
        targets: rangesOf(...targets.map(({ id }) => id)),
        selection: to,
        focus: (to[0] ?? active[0])?.start,
      }
    }
  }
}
