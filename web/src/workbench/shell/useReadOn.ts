import { useCallback, useEffect, useState } from 'react'

/** Entries left in a list when its next page is fetched. */
const AHEAD = 10
/** So far a list is read to find the entry that an address names; one that is not there by then counts as not in it. */
const SOUGHT = 5_000
/** After a page that did not come the next attempt waits so long, in milliseconds. */
const PAUSE = 5_000

type Queue = {
  entries: readonly unknown[]
  hasNextPage: boolean
  isFetching: boolean
  isFetchNextPageError: boolean
  fetchNextPage: () => Promise<unknown>
}

/**
 * Reads on in a list before its end is reached, and while the entry on the screen, at -1 until then, is not found in it.
 * Answers how to step on: until it is found, what comes before and after it is not known, and the last wish waits.
 */
export function useReadOn(
  { entries, hasNextPage, isFetching, isFetchNextPageError, fetchNextPage }: Queue,
  index: number,
  step: (by: number) => void,
): (by: number) => void {
  const [wish, setWish] = useState(0)
  const isSought = index < 0 && hasNextPage && entries.length < SOUGHT
  const isNearEnd = index >= entries.length - AHEAD
  const isWanted = hasNextPage && !isFetching && (isSought || isNearEnd)
  useEffect(() => {
    if (!isWanted) return
    if (!isFetchNextPageError) return void fetchNextPage()
    const timer = setTimeout(fetchNextPage, PAUSE)
    return () => clearTimeout(timer)
  }, [isWanted, isFetchNextPageError, fetchNextPage])
  useEffect(() => {
    if (isSought || wish === 0) return
    setWish(0)
    step(wish)
  }, [isSought, wish, step])
  return useCallback((by: number) => (isSought ? setWish(by) : step(by)), [isSought, step])
}
