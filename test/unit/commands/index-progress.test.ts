// The line of a running index.

import { expect, it } from 'vitest'
import { readingLine } from '../../../src/commands/index-progress.ts'

it.each([
  [1, 340, 2, ' reading: 1 of 340 files · 0:02 gone'],
  [11, 1340, 20, ' reading: 11 of 1,340 files · 0:20 gone · about 44:18 left'],
  [340, 340, 61, ' reading: 340 of 340 files · 1:01 gone · about 0:00 left'],
])('%d of %d after %d s', (done, total, seconds, line) => expect(readingLine(done, total, seconds)).toBe(line))
