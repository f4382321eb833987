// Settings of the services that know or find recordings.

import { z } from 'zod'
import { METADATA_PROVIDERS } from './metadata.ts'
import { SEARCH_SOURCES, SECOND_SOURCE } from './search.ts'
import { serviceUrl, someOf, text } from './setting-kinds.ts'

export const CATALOGUE_SETTINGS = {
  METADATA_PROVIDERS: someOf(METADATA_PROVIDERS).meta({
    description: `Services asked for what a row lacks: none, or some of ${METADATA_PROVIDERS.join(', ')}`,
    shownDefault: 'the ones before acoustid; `none` in a local workspace',
  }),
  SEARCH_SOURCES: someOf(SEARCH_SOURCES).meta({
    description: `Services searched for rows without a link: none, or some of ${SEARCH_SOURCES.join(', ')}`,
    shownDefault: 'the first two; `none` in a local workspace',
  }),
  SECOND_SOURCE: z
    .enum(SECOND_SOURCE, `expected one of ${SECOND_SOURCE.join(', ')}`)
    .default('never')
    .meta({
      description:
        'Whether a recording that was found is fetched a second time from another service, to compare sounds: `never`, where nothing else proves it (`unsure`), or `always`',
    }),
  METADATA_CONTACT: z
    .string()
    .regex(/^[\x20-\x7e]+$/, 'expected a mail address or a link')
    .optional()
    .meta({ description: 'Your mail address or page, which MusicBrainz wants to be told with each question' }),
  DEEZER_BASE_URL: serviceUrl('https://api.deezer.com').meta({ description: 'Address of Deezer’s API' }),
  MUSICBRAINZ_BASE_URL: serviceUrl('https://musicbrainz.org').meta({ description: 'Address of MusicBrainz' }),
  COVERART_BASE_URL: serviceUrl('https://coverartarchive.org').meta({
    description: 'Address of the Cover Art Archive',
  }),
  ITUNES_BASE_URL: serviceUrl('https://itunes.apple.com').meta({ description: 'Address of the iTunes search' }),
  ACOUSTID_BASE_URL: serviceUrl('https://api.acoustid.org').meta({ description: 'Address of AcoustID' }),
  ACOUSTID_KEY: text().optional().meta({
    description: 'Key of your application at acoustid.org; needed where acoustid is among the providers',
    secret: true,
  }),
}
