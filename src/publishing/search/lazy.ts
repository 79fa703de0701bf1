import type { Search, SearchOptions } from './answer.ts'

/** Loads what answers searches with the first of them: a start does not wait for it. */
export function searchWhenAsked(options: SearchOptions): Search {
  let loading: Promise<Search> | null = null
  return {
    open: (view, place, req, res) => {
      loading ??= import('./answer.ts').then(({ createSearch }) => createSearch(options))
      void loading.then((search) => search.open(view, place, req, res))
    },
  }
}
