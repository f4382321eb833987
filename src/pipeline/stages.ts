// The way of a track, in order. Start reading here.

import type { Stage } from './stage.ts'
import { checkDuplicate } from './stages/check-duplicate.ts'
import { claimRow } from './stages/claim-row.ts'
import { confirmRow } from './stages/confirm-row.ts'
import { convertAndAnalyse } from './stages/convert-and-analyse.ts'
import { deliver } from './stages/deliver.ts'
import { download } from './stages/download.ts'
import { eagle } from './stages/eagle.ts'
import { enrich } from './stages/enrich.ts'
import { file } from './stages/file.ts'
import { findSource } from './stages/find-source.ts'
import { prove } from './stages/prove.ts'
import { recognise, recogniseSource } from './stages/recognise.ts'
import { tag } from './stages/tag.ts'
import { verifyAudio } from './stages/verify-audio.ts'
import { writeBack } from './stages/write-back.ts'

export const TRACK_STAGES: readonly Stage[] = [
  findSource,
  claimRow,
  checkDuplicate,
  download,
  verifyAudio,
  recogniseSource,
  convertAndAnalyse,
  enrich,
  prove,
  recognise,
  tag,
  confirmRow,
  file,
  eagle,
  writeBack,
  deliver,
]
