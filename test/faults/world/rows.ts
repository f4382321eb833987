// The wishes of a world: one row of each kind, and how each is to end.

import type { Remote } from './remote.ts'

export const KINDS = ['file link', 'web link', 'handed task', 'linked task', 'sync task', 'barred link'] as const
/** Without a link: searched for at a YouTube of its own. */
const SEARCHED = ['found', 'not found'] as const
export type Kind = (typeof KINDS | typeof SEARCHED)[number]

export const isSearched = (kind: Kind): boolean => SEARCHED.some(each => each === kind)

export interface Wish {
  kind: Kind
  page: string
  /** A track that is to be finished, one that is to be refused, or a task and where it is to end. */
  end: 'finished' | 'refused' | 'In Progress' | 'Completed'
  /** Of one that is refused. */
  tag?: 'Not_Allowed' | 'No_Source'
}

export interface Links {
  file: string
  web: string
  /** What the linked task asks for. */
  asked: string
  barred: string
}

export const SOUGHT = { artist: 'Nia Kessler', found: 'Night Ferry', notFound: 'Last Tram' }
const AGENT = 'Claude MM1 Agent'

export async function addWishes(remote: Remote, kinds: readonly Kind[], links: Links): Promise<Wish[]> {
  const wishes: Wish[] = []
  for (const kind of kinds) wishes.push(await addWish(remote, kind, links))
  return wishes
}

async function addWish(remote: Remote, kind: Kind, links: Links): Promise<Wish> {
  const track = async (name: string, url: string, end: Wish['end'] = 'finished'): Promise<Wish> => ({
    kind,
    page: await remote.add('tracks', { Title: title(name), 'Artist Name': text('The Falling'), URL: { url } }),
    end,
  })
  const searched = async (name: string, wish: Pick<Wish, 'end' | 'tag'>): Promise<Wish> => ({
    kind,
    page: await remote.add('tracks', { Title: title(name), 'Artist Name': text(SOUGHT.artist) }),
    ...wish,
  })
  const task = async (name: string, end: Wish['end'], more: object = {}): Promise<Wish> => ({
    kind,
    page: await remote.add('tasks', { 'Task Name': title(name), Status: { status: { name: 'Ready' } }, ...more }),
    end,
  })
  switch (kind) {
    case 'file link':
      return track('From a file', links.file)
    case 'web link':
      return track('From the web', links.web)
    case 'barred link':
      return track('Not allowed', links.barred, 'refused')
    case 'handed task':
      return task('Write the newsletter', 'In Progress', { 'Assigned-Agent': { select: { name: AGENT } } })
    case 'linked task':
      return task('Download the track', 'Completed', { Description: text(links.asked) })
    case 'found':
      return searched(SOUGHT.found, { end: 'finished' })
    case 'not found':
      return searched(SOUGHT.notFound, { end: 'refused', tag: 'No_Source' })
    case 'sync task':
      return task('Music sync', 'Completed')
  }
}

const title = (content: string) => ({ title: [{ text: { content } }] })
const text = (content: string) => ({ rich_text: [{ text: { content } }] })
