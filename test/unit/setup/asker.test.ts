import { PassThrough } from 'node:stream'
import { expect, it } from 'vitest'
import { terminalAsker } from '../../../src/setup/asker.ts'

function terminal() {
  const input = Object.assign(new PassThrough(), { isTTY: true })
  const output = Object.assign(new PassThrough(), { isTTY: true })
  let shown = ''
  output.on('data', chunk => {
    shown += String(chunk)
  })
  return { input, output, shown: () => shown }
}

it('asks; what is typed hidden is shown nowhere; an end is an end', async () => {
  const { input, output, shown } = terminal()
  const asker = terminalAsker({ input, output })
  const open = asker?.ask('Which? ')
  input.write(' 2 \r')
  expect(await open).toBe('2')
  const hidden = asker?.askHidden('Token: ')
  input.write('ntn_0123456789\r')
  expect(await hidden).toBe('ntn_0123456789')
  expect(shown()).toContain('Token: ')
  expect(shown()).not.toContain('0123')
  const ended = asker?.ask('Again? ')
  input.write('\u0004')
  await expect(ended).rejects.toThrow('ended by you; nothing was written')
})

it('asks nobody where there is no terminal', () => {
  const { output } = terminal()
  expect(terminalAsker({ input: new PassThrough(), output })).toBeUndefined()
})
