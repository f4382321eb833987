import { expect, it } from 'vitest'
import { isBearer, isSigned } from '../../../src/web/signatures.ts'

it('F1: the sample of Notion’s own page is right, and nothing beside it', () => {
  const key = 'secret_tMrlL1qK5vuQAh1b6cZGhFChZTSYJlce98V0pYn7yBl'
  const body = Buffer.from(JSON.stringify({ verification_token: key }))
  const signature = 'sha256=461e8cbcba8a75c3edd866f0e71280f5a85cbf21eff040ebd10fe266df38a735'
  expect(isSigned(body, signature, key)).toBe(true)
  expect(isSigned(body, signature, `${key} `)).toBe(false)
  expect(isSigned(body, signature.replace('4', '5'), key)).toBe(false)
  expect(isSigned(body, undefined, key)).toBe(false)
})

it('a bearer token is the whole token', () => {
  expect(isBearer('Bearer abc', 'abc')).toBe(true)
  expect(isBearer('bearer  abc', 'abc')).toBe(true)
  for (const header of [undefined, '', 'abc', 'Bearer', 'Bearer ab', 'Bearer abcd', 'Bearer abc d', 'Token abc'])
    expect(isBearer(header, 'abc')).toBe(false)
})
