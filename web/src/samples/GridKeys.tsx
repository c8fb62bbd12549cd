import { useActions, useLabelKeys } from '#web/keys/KeysRegion.tsx'

/** The keys for the selection: those of `acts`, and the labels' own. */
export function GridKeys({ acts, onLabel }: { acts: Acts; onLabel: (name: string) => void }) {
  useActions(acts)
  useLabelKeys(onLabel)
  return null
}

/** What is possible now. */
export type Acts = Parameters<typeof useActions>[0]
