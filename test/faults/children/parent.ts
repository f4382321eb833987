// A process that runs programs and is then killed. Argument: a list of `{program, args, goOn}` as JSON; it waits for the
// end of each program that does not say `goOn`, prints what they print, then `ready`, and waits.

import { z } from 'zod'
import { runProgram } from '../../../src/run-program.ts'

const Programs = z.array(z.object({ program: z.string(), args: z.array(z.string()), goOn: z.boolean().default(false) }))

const [programs = '[]', then = 'wait'] = process.argv.slice(2)
for (const { program, args, goOn } of Programs.parse(JSON.parse(programs))) {
  const said = Promise.withResolvers<void>()
  const ended = runProgram(program, args, {
    onLine: line => {
      process.stdout.write(`${line}\n`)
      said.resolve()
    },
    onErrorLine: () => said.resolve(),
  })
  await (goOn ? said.promise : ended)
}
process.stdout.write('ready\n')
if (then === 'exit') process.exit(0)
if (then === 'throw') throw new Error('as a bug would')
