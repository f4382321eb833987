// What is remembered of each page's items: what is on its way into Eagle, and what was written there.

import { z } from 'zod'

/** A place for named texts that outlives the process, each written at once. */
export interface Facts {
  fact(name: string): string | undefined
  setFact(name: string, value: string): void
}

const Kept = z.object({
  /** `adding`: it was asked for, and whether it came is not known yet. */
  state: z.enum(['adding', 'there', 'trashed']),
  id: z.string().optional(),
  size: z.number(),
  sha256: z.string(),
  /** We added it; another one was found there. */
  isOurs: z.boolean(),
  /** The name we wished for, and the one that Eagle made of it. */
  wished: z.string(),
  name: z.string(),
  /** The tags and the folder that we gave it. */
  tags: z.array(z.string()),
  folder: z.string().optional(),
  hasPicture: z.boolean().optional(),
})
export type Kept = z.infer<typeof Kept>

const Page = z.object({ library: z.string(), files: z.record(z.string(), Kept) })

/** Under this name it is kept what of a page went in, or was to. */
export const pageFact = (pageId: string): string => `eagle page ${pageId}`

/** Of one page, by the extension of the file. */
export interface PageMemory {
  get(ext: string): Kept | undefined
  put(ext: string, kept: Kept): void
  all(): [ext: string, kept: Kept][]
}

/** @param library where its items are: of another one nothing is remembered */
export function openPageMemory(facts: Facts, library: string, pageId: string): PageMemory {
  const name = pageFact(pageId)
  const files = (): Record<string, Kept> => {
    const page = parsed(facts.fact(name))
    return page?.library === library ? page.files : {}
  }
  return {
    get: ext => files()[ext],
    put: (ext, kept) => facts.setFact(name, JSON.stringify({ library, files: { ...files(), [ext]: kept } })),
    all: () => Object.entries(files()),
  }
}

/** Written by another version: as good as nothing. */
const parsed = (text: string | undefined) => (text === undefined ? undefined : Page.safeParse(JSON.parse(text)).data)
