// What a watcher of a running cycle is told. The terminal and the log are watchers.

import type { Entry } from './report.ts'

export interface View {
  /** So many tracks are going to be worked on. */
  expect(tracks: number): void
  /** `fraction` of the whole work on `subject`, 0 to 1. */
  progress(subject: string, stage: string, fraction?: number): void
  ended(entry: Entry): void
  close(): void
}

export const noView: View = { expect() {}, progress() {}, ended() {}, close() {} }

/** Both are told. */
export const bothViews = (one: View, other: View): View => ({
  expect(tracks) {
    one.expect(tracks)
    other.expect(tracks)
  },
  progress(subject, stage, fraction) {
    one.progress(subject, stage, fraction)
    other.progress(subject, stage, fraction)
  },
  ended(entry) {
    one.ended(entry)
    other.ended(entry)
  },
  close() {
    one.close()
    other.close()
  },
})
