import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { armFailpoints } from '../../../src/failpoint.ts'
import { openOrderBox } from '../../../src/store/order-box.ts'

const newBox = (now?: () => number) => {
  const dir = join(mkdtempSync(join(tmpdir(), 'orders-')), 'orders')
  return { dir, box: openOrderBox(dir, now) }
}

it('an order is begun once, in the order in which they came, and its answer is taken out once', async () => {
  let now = 1_700_000_000_000
  const { dir, box } = newBox(() => now)
  expect(await box.begin()).toEqual([])
  expect(existsSync(dir)).toBe(false)
  const first = await box.leave('one')
  now += 1
  const second = await box.leave('two')
  expect(statSync(dir).mode & 0o777).toBe(0o700)
  expect(statSync(join(dir, `${first}.order`)).mode & 0o777).toBe(0o600)
  expect(await box.begin()).toEqual([first, second])
  expect([await box.read(first), await box.read(second)]).toEqual(['one', 'two'])
  expect(await box.takeBack(first)).toBe(false)
  expect(await box.takeAnswer(first)).toBeUndefined()
  await box.answer(first, 'done')
  expect(await box.begin()).toEqual([second])
  expect(await box.takeAnswer(first)).toBe('done')
  expect(await box.takeAnswer(first)).toBeUndefined()
})

it('one that was taken back is not begun', async () => {
  const { dir, box } = newBox()
  const name = await box.leave('one')
  expect(await box.takeBack(name)).toBe(true)
  expect(await box.takeBack(name)).toBe(false)
  expect(await box.begin()).toEqual([])
  expect(readdirSync(dir)).toEqual([])
})

it('killed between the answer and the end of the order: it is not begun again', async () => {
  const { dir, box } = newBox()
  const name = await box.leave('one')
  await box.begin()
  writeFileSync(join(dir, `${name}.answer`), 'done')
  expect(await box.begin()).toEqual([])
  expect(readdirSync(dir)).toEqual([`${name}.answer`])
})

it('killed right after the answer, which the command then takes: it is not begun again', async () => {
  const { dir, box } = newBox()
  const name = await box.leave('one')
  await box.begin()
  writeFileSync(join(dir, `${name}.answer`), 'done')
  expect(await box.takeAnswer(name)).toBe('done')
  expect(await box.begin()).toEqual([])
  expect(readdirSync(dir)).toEqual([])
})

it('what would not be read is not left, and no folder is said', async () => {
  const { dir, box } = newBox()
  await expect(box.leave('ä'.repeat(131_073))).rejects.toThrow('expected at most 256 KiB')
  expect(existsSync(dir)).toBe(false)
  const longest = await box.leave('ä'.repeat(131_072))
  await box.begin()
  expect((await box.read(longest))?.length).toBe(131_072)
  writeFileSync(join(dir, '..', 'file'), '')
  await expect(openOrderBox(join(dir, '..', 'file')).leave('one')).rejects.toMatchObject({ errorClass: 'Environment' })
})

it('what is no file of its own, or too large, has no text; it can be set aside', async () => {
  const { dir, box } = newBox()
  await box.leave('one')
  const secret = join(dir, '..', 'secret')
  writeFileSync(secret, 'secret')
  symlinkSync(secret, join(dir, 'a link.order'))
  writeFileSync(join(dir, 'b large.order'), 'x'.repeat(300_000))
  const found = await box.begin()
  const texts = []
  for (const name of found) texts.push(await box.read(name))
  expect(texts).toEqual(['one', undefined, undefined])
  for (const name of found.slice(1)) await box.setAside(name)
  expect(await box.begin()).toHaveLength(1)
  expect(readdirSync(dir).filter(file => file.endsWith('.aside'))).toEqual(['a link.aside', 'b large.aside'])
})

it('what the disk does not give now stays as it was left', async () => {
  const { dir, box } = newBox()
  const name = await box.leave('one')
  await box.begin()
  armFailpoints('order.read=throw@1')
  await expect(box.read(name)).rejects.toThrow('failpoint order.read')
  expect(readdirSync(dir)).toEqual([`${name}.begun`])
  expect(await box.read(name)).toBe('one')
})

it('a folder that others can write is refused, to whoever orders and whoever obeys', async () => {
  const { dir, box } = newBox()
  await box.leave('one')
  chmodSync(dir, 0o777)
  await expect(box.begin()).rejects.toMatchObject({ errorClass: 'Environment' })
  await expect(box.leave('two')).rejects.toThrow('chmod 700')
  chmodSync(dir, 0o700)
  expect(await box.begin()).toHaveLength(1)
})

it('answers that nobody came for go after a day; orders stay', async () => {
  const { dir, box } = newBox()
  for (const file of ['a.order', 'b.begun', 'c.answer', 'd.aside', '.e.order.41.part', 'taker'])
    writeFileSync(join(dir, '..', file), '')
  const old = openOrderBox(join(dir, '..'))
  await old.sweep()
  expect(readdirSync(join(dir, '..'))).toHaveLength(6)
  for (const file of readdirSync(join(dir, '..'))) utimesSync(join(dir, '..', file), 1, 1)
  await old.sweep()
  expect(readdirSync(join(dir, '..')).sort()).toEqual(['a.order', 'b.begun', 'taker'])
  expect(await box.sweep()).toBeUndefined()
})
