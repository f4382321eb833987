// What YouTube holds in a world for rows without a link: the likeliest uploads are cut, and one is whole.

import type { FakeTrack } from '../../support/fake-ytdlp.ts'
import { SOUGHT } from './rows.ts'

/** In the order in which they are taken. */
export const UPLOADS = {
  found: ['aaa-cut-001', 'bbb-whole-1', 'ccc-whole-2'],
  notFound: ['ddd-cut-002', 'eee-cut-003', 'fff-whole-3'],
} as const

const SECONDS = 0.5

/** @param sound of what is whole */
export function uploadsOf(sound: Buffer): FakeTrack[] {
  const upload = (name: string, title: string, share: number): FakeTrack => ({
    name,
    title,
    site: 'youtube',
    uploader: `${SOUGHT.artist} - Topic`,
    artist: SOUGHT.artist,
    promises: SECONDS,
    only: `${SOUGHT.artist} ${title}`,
    file: share < 1 ? sound.subarray(0, Math.round(sound.length * share)) : sound,
  })
  const [cut, whole, another] = UPLOADS.found
  const [one, two, third] = UPLOADS.notFound
  return [
    upload(cut, SOUGHT.found, 0.5),
    upload(whole, SOUGHT.found, 1),
    upload(another, SOUGHT.found, 1),
    upload(one, SOUGHT.notFound, 0.6),
    upload(two, SOUGHT.notFound, 0.7),
    upload(third, SOUGHT.notFound, 1),
  ]
}
