import { expect, it } from 'vitest'
import { BadBody, parseBody } from '../../../src/web/raw-json.ts'
import fc from '../../support/property.ts'

it('F13: reads what JSON is, and nothing else', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 8 }), value => {
      const text = JSON.stringify(value)
      expect(parseBody(Buffer.from(text))).toEqual(JSON.parse(text))
    }),
  )
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), bytes => {
      try {
        parseBody(Buffer.from(bytes))
      } catch (error) {
        expect(error).toBeInstanceOf(BadBody)
      }
    }),
  )
})

it('F14: counts depth and width outside of texts only', () => {
  const nested = (depth: number) => Buffer.from('['.repeat(depth) + ']'.repeat(depth))
  expect(() => parseBody(nested(33))).toThrow('deeper than 32')
  expect(parseBody(nested(32))).toBeDefined()
  expect(() => parseBody(Buffer.from(`[${'0,'.repeat(5001)}0]`))).toThrow('more than 5000')
  const text = `${'[{,'.repeat(4000)}\\"`
  expect(parseBody(Buffer.from(JSON.stringify({ text })))).toEqual({ text })
})
