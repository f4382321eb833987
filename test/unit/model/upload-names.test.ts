import { describe, expect, it } from 'vitest'
import { namesOfUpload } from '../../../src/model/upload-names.ts'

const named = (title: string, uploader: string, artist?: string) => {
  const { title: song, artist: by } = namesOfUpload({ title, uploader, artist })
  return [by, song]
}

describe('an upload’s names', () => {
  it.each([
    // who put it up stands in the title again
    ['Nia Kessler - Night Ferry (Extended Mix)', 'Nia Kessler', ['Nia Kessler', 'Night Ferry (Extended Mix)']],
    ['Night Ferry - Nia Kessler', 'Nia Kessler', ['Nia Kessler', 'Night Ferry']],
    ['Nia Kessler – Night Ferry', 'NiaKesslerVEVO', ['Nia Kessler', 'Night Ferry']],
    // somebody else put it up
    ['Ada Low - Stone (Bob Remix)', 'Bob', ['Ada Low', 'Stone (Bob Remix)']],
    ['Ada Low - Stone (Live)', 'A Label', ['Ada Low', 'Stone (Live)']],
    // what stands behind the dash is no song
    ['Stone - Extended Mix', 'Ada Low', ['Ada Low', 'Stone - Extended Mix']],
    ['Stone - Remastered 2011', 'Ada Low', ['Ada Low', 'Stone - Remastered 2011']],
    ['Stone - Bob Remix', 'Ada Low', ['Ada Low', 'Stone - Bob Remix']],
    // what stands before it is no name
    ['01 - Stone', 'Ada Low', ['Ada Low', '01 - Stone']],
    ['Semi-Detached', 'Ada Low', ['Ada Low', 'Semi-Detached']],
    ['Stone', 'user-48213377', [undefined, 'Stone']],
  ])('%s, put up by %s', (title, uploader, names) => {
    expect(named(title, uploader)).toEqual(names)
    expect(named(title, uploader, uploader)).toEqual(names)
  })

  it('an artist that the service names stays', () => {
    expect(named('Mix 12 - Summer', 'A Label', 'DJ Quay')).toEqual(['DJ Quay', 'Mix 12 - Summer'])
    expect(named('DJ Quay - Summer', 'A Label', 'DJ Quay')).toEqual(['DJ Quay', 'Summer'])
    expect(named('Tide - Home', 'Ada Low - Topic', 'Ada Low')).toEqual(['Ada Low', 'Tide - Home'])
  })
})
