// What may be wrong with a finished row, and what mends it: a closed set.

import type { AudioFormat } from './audio-format.ts'
import type { FieldWrites } from './write.ts'

/** Each with what it means, for people. */
export const FINDINGS = {
  False_Downloaded: 'the row says downloaded, and no file of it is there',
  Not_There: 'a file that the row names is not there',
  Temporary_Path: 'the row names a file in a folder for temporary files',
  Shared_Path: 'another row names the same file',
  Others_File: 'the file was made for another row',
  Damaged: 'the file cannot be read to its end',
  Wrong_Codec: 'the file holds something else than its name says',
  Wrong_Length: 'the file is longer or shorter than the recording',
  Other_Recording: 'the file holds another recording',
  Other_Version: 'the file may hold another version of the recording',
  Untagged: 'the file does not say what it is',
  Other_Source: 'the file was made of another source than the row says',
  No_Cover: 'the file lacks the cover that its recording has',
  Not_Measured: 'the row lacks what is measured of its recording',
  Not_In_Notion: 'the row lacks what is known of its track',
  Not_In_Eagle: 'Eagle does not hold the track as it should',
} as const satisfies Record<string, string>
export type FindingKind = keyof typeof FINDINGS
export const FINDING_KINDS = Object.keys(FINDINGS) as FindingKind[]

/** What is done about a finding. */
export type Repair =
  /** Downloaded and the paths are emptied: the row wants work again. Files in `trash`, which cannot be played, go there. */
  | { how: 'reset'; fields: FieldWrites; trash?: readonly string[] }
  /** The file is made again of another one of the row's; `damaged`: what is wrong in its place, by its SHA-256, goes to the trash. */
  | { how: 're-make'; format: AudioFormat; path: string; from: string; damaged?: string }
  /** The file was found elsewhere in the library: from now on it is there. */
  | { how: 're-file'; format: AudioFormat; from: string; to: string; sha256: string; link: string; fields: FieldWrites }
  /** What the file does not say is written into it; what it says stays. `sha256`: the file that was looked at, and no other. */
  | { how: 're-tag'; format: AudioFormat; path: string; cover: boolean; sha256: string }
  | { how: 're-write'; fields: FieldWrites }
  | { how: 're-import' }

export interface Finding {
  kind: FindingKind
  /** A format, a field, a file: with the kind and the row it is this finding and no other. */
  about: string
  /** One sentence. */
  says: string
  /** Absent: a person has to look at it. */
  repair?: Repair
}

/** By which a finding is known again. */
export const findingKey = (page: string, { kind, about }: Pick<Finding, 'kind' | 'about'>): string =>
  `${page} ${kind} ${about}`

/** For people: what a repair does. */
export function repairWords(repair: Repair): string {
  switch (repair.how) {
    case 'reset':
      return `reset: ${repair.trash?.length ? `${repair.trash.join(', ')} to the trash, ` : ''}Downloaded and the paths are emptied, the row wants work again`
    case 're-make':
      return `re-make: ${repair.path} is made again of ${repair.from}${repair.damaged ? ', what is there goes to the trash' : ''}`
    case 're-file':
      return `re-file: the row names ${repair.to} in place of ${repair.from}`
    case 're-tag':
      return `re-tag: what ${repair.path} lacks is written into it`
    case 're-write':
      return `re-write: ${Object.keys(repair.fields)
        .filter(field => repair.fields[field]?.how !== 'given')
        .join(', ')}`
    case 're-import':
      return 're-import: its files go into Eagle again'
  }
}
