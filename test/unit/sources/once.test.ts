import { expect, it, vi } from 'vitest'
import { Transient } from '../../../src/errors.ts'
import { openOnce } from '../../../src/sources/metadata/once.ts'

const signal = new AbortController().signal

it('asks once, at the same time or later; "not known" is an answer too', async () => {
  const once = openOnce<number | undefined>(10)
  const ask = vi.fn(async () => undefined)
  await Promise.all([once('a', signal, ask), once('a', signal, ask)])
  await once('a', signal, ask)
  expect(ask).toHaveBeenCalledOnce()
})

it('lets go of what was not asked for the longest', async () => {
  const once = openOnce<string>(2)
  const asked: string[] = []
  const ask = (key: string) =>
    once(key, signal, async () => {
      asked.push(key)
      return key
    })
  for (const key of ['a', 'b', 'a', 'c', 'a', 'b']) await ask(key)
  expect(asked).toEqual(['a', 'b', 'c', 'b'])
})

it('asks anew after an hour', async () => {
  let now = 0
  const once = openOnce<string>(10, () => now)
  const ask = vi.fn(async () => '')
  for (const at of [0, 3600_000, 3600_001, 7200_001]) {
    now = at
    await once('a', signal, ask)
  }
  expect(ask).toHaveBeenCalledTimes(2)
})

it('a failure reaches all who wait for it, and is not kept', async () => {
  const once = openOnce<string>(10)
  const ask = vi.fn(async () => 'fine').mockRejectedValueOnce(new Transient('away'))
  const both = await Promise.allSettled([once('a', signal, ask), once('a', signal, ask)])
  expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  expect(ask).toHaveBeenCalledOnce()
  expect(await once('a', signal, ask)).toBe('fine')
})

it('who waits is stopped by its own signal, not by that of another', async () => {
  const once = openOnce<string>(10)
  const [first, second] = [new AbortController(), new AbortController()]
  const hang = () =>
    new Promise<string>((_, reject) => first.signal.addEventListener('abort', () => reject(first.signal.reason)))
  const stopped = once('a', first.signal, hang)
  const waits = once('a', second.signal, hang)
  const goesOn = once('a', signal, async () => 'asked again')
  second.abort(new Error('mine'))
  await expect(waits).rejects.toThrow('mine')
  first.abort(new Error('theirs'))
  await expect(stopped).rejects.toThrow('theirs')
  expect(await goesOn).toBe('asked again')
})

it('what was stopped before asks nothing', async () => {
  const ask = vi.fn(async () => '')
  await expect(openOnce(1)('a', AbortSignal.abort(new Error('no')), ask)).rejects.toThrow('no')
  expect(ask).not.toHaveBeenCalled()
})
