import { defineHandler } from '../src/handler.ts'
import { importIntoEagle } from '../src/pipeline/eagle/import.ts'
import { ImportInput } from '../src/pipeline/eagle/wish.ts'

export default defineHandler({
  name: 'eagle',
  describe: 'the files of a finished track go into Eagle',
  input: ImportInput,
  timeoutMs: 30 * 60_000,
  run: importIntoEagle,
})
