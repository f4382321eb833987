// The programs that tests make their music with: the system's, else the ones npm brings.

import { findProgram } from '../../src/audio/programs.ts'

export const FFMPEG = findProgram('ffmpeg', undefined)
