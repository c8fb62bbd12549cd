import { lineIndexAt } from './lines.ts'
import type { CodePoint, TextRange } from './offsets.ts'
import { borderAfter, borderBefore } from './snap.ts'
import { type StopUnit, stopAfter, stopAt, stopBefore, stopsOf } from './stops.ts'
import type { TextModel } from './text-model.ts'

/** A selection as it was made: it began at the anchor and moves at the focus. Both equal: a caret. */
export type Selection = { readonly anchor: CodePoint; readonly focus: CodePoint }

/** An arrow as it points on the screen; home and end of the line, or with sentences of the text. */
export type Heading = 'left' | 'right' | 'up' | 'down' | 'home' | 'end'

export function isCaret({ anchor, focus }: Selection): boolean {
  return anchor === focus
}

/** One step of the keyboard, on the screen. */
export type Move = { readonly to: Heading; readonly unit: StopUnit; readonly extend: boolean }

/**
 * Where the caret stands when a selection is let go: on the word that was taken in last, so that the next step leads to
 * the one behind it, whether or not there is a space between.
 */
export function caretOf(model: TextModel, { anchor, focus }: Selection): Selection {
  const at = focus > anchor ? (stopBefore(model, 'word', 'start', focus)?.start ?? anchor) : focus
  return { anchor: at, focus: at }
}

/**
 * Moves a caret to the next word or sentence, or takes whole ones into a selection and gives them back. Left and right
 * follow the direction of the paragraph, up and down go by paragraph.
 */
export function moveSelection(model: TextModel, { anchor, focus }: Selection, { to, unit, extend }: Move): Selection {
  if (extend) return { anchor, focus: extendedFocus(model, anchor, focus, to, unit) }
  const at = caretAfter(model, focus, to, unit)
  return { anchor: at, focus: at }
}

/** Moves a place by a cluster, as an arrow points on the screen. */
export function nudge(model: TextModel, at: CodePoint, to: 'left' | 'right'): CodePoint {
  return isForward(model, at, to) ? borderAfter(model, 'grapheme', at) : borderBefore(model, 'grapheme', at)
}

function isForward(model: TextModel, at: CodePoint, to: 'left' | 'right'): boolean {
  return (model.lineAt(at).direction === 'ltr') === (to === 'right')
}

function caretAfter(model: TextModel, at: CodePoint, heading: Heading, unit: StopUnit): CodePoint {
  switch (heading) {
    case 'left':
    case 'right': {
      const seek = isForward(model, at, heading) ? stopAfter : stopBefore
      return seek(model, unit, 'start', at)?.start ?? at
    }
    case 'home':
    case 'end':
      return outermost(model, at, heading, unit)?.start ?? at
    default: {
      const goal = acrossLines(model, at, heading)
      return goal === undefined ? at : (stopAt(model, 'word', goal)?.start ?? goal)
    }
  }
}

function extendedFocus(
  model: TextModel,
  anchor: CodePoint,
  focus: CodePoint,
  heading: Heading,
  unit: StopUnit,
): CodePoint {
  switch (heading) {
    case 'left':
    case 'right':
      // Away from the anchor a whole stop comes in; towards it one goes out, and the anchor is never passed.
      if (isForward(model, focus, heading)) {
        if (focus >= anchor) return stopAfter(model, unit, 'end', focus)?.end ?? focus
        return Math.min(anchor, stopAfter(model, unit, 'start', focus)?.start ?? anchor) as CodePoint
      }
      if (focus <= anchor) return stopBefore(model, unit, 'start', focus)?.start ?? focus
      return Math.max(anchor, stopBefore(model, unit, 'end', focus)?.end ?? anchor) as CodePoint
    case 'home':
      return outermost(model, focus, heading, unit)?.start ?? focus
    case 'end':
      return outermost(model, focus, heading, unit)?.end ?? focus
    default: {
      const goal = acrossLines(model, focus, heading)
      if (goal === undefined) return focus
      const word = stopAt(model, 'word', goal)
      return (goal >= anchor ? word?.end : word?.start) ?? goal
    }
  }
}

/** The first or last word of the line, with sentences of the text. */
function outermost(model: TextModel, at: CodePoint, side: 'home' | 'end', unit: StopUnit): TextRange | undefined {
  if (unit === 'word') return stopsOf(model, 'word', lineIndexAt(model.lines, at)).at(side === 'home' ? 0 : -1)
  return side === 'home'
    ? stopAfter(model, 'word', 'start', -1 as CodePoint)
    : stopBefore(model, 'word', 'start', model.length)
}

/** The same column one line up or down. */
function acrossLines(model: TextModel, at: CodePoint, heading: 'up' | 'down'): CodePoint | undefined {
  const index = lineIndexAt(model.lines, at)
  const other = model.lines[index + (heading === 'up' ? -1 : 1)]
  return other && (Math.min(other.start + (at - model.lines[index]!.start), other.end) as CodePoint)
}
