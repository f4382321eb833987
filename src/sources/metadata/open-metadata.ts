// The providers of metadata, as the settings say.

import type { Config } from '../../config.ts'
import type { Lanes } from '../../lanes/lanes.ts'
import type { ProviderName } from '../../model/metadata.ts'
import { createEgress } from '../egress.ts'
import { openAcoustid } from './acoustid.ts'
import { openCoverArt } from './cover-art.ts'
import { openDeezer } from './deezer.ts'
import { type Gather, openGather } from './gather.ts'
import { openItunes } from './itunes.ts'
import { openMusicbrainz } from './musicbrainz.ts'
import type { Provider } from './provider.ts'
import type { Judge } from './same-recording.ts'

export interface MetadataConfig {
  /** Those that are on. */
  providers: readonly ProviderName[]
  baseUrls: Readonly<Record<Exclude<ProviderName, 'spotify'>, string>>
  acoustidKey?: string
  /** An address or page that services may write to. */
  contact?: string
  /** `host` or `host:port` that may be asked although it is not public. */
  allowPrivateHosts: readonly string[]
}

export interface MetadataDeps {
  lanes: Pick<Lanes, 'run'>
  /** Spotify has a client of its own. */
  spotify?: Provider
  judge?: Judge
}

export function openMetadata(config: MetadataConfig, { lanes, spotify, judge }: MetadataDeps): Gather {
  const { baseUrls, acoustidKey: key } = config
  const deps = { lanes, egress: createEgress(config), userAgent: userAgentOf(config.contact) }
  const openers: Record<ProviderName, () => Provider | undefined> = {
    spotify: () => spotify,
    deezer: () => openDeezer({ ...deps, baseUrl: baseUrls.deezer }),
    musicbrainz: () => openMusicbrainz({ ...deps, baseUrl: baseUrls.musicbrainz }),
    coverart: () => openCoverArt({ ...deps, baseUrl: baseUrls.coverart }),
    itunes: () => openItunes({ ...deps, baseUrl: baseUrls.itunes }),
    acoustid: () => (key ? openAcoustid({ ...deps, baseUrl: baseUrls.acoustid, key }) : undefined),
  }
  const opened = config.providers.map(name => ({ name, provider: openers[name]() }))
  const gather = openGather(
    opened.flatMap(({ provider }) => provider ?? []),
    judge,
  )
  const missing = opened.flatMap(({ name, provider }) =>
    provider ? [] : [{ provider: name, outcome: 'not set up' } as const],
  )
  return async asked => {
    const gathered = await gather(asked)
    return { ...gathered, providers: [...gathered.providers, ...missing] }
  }
}

/** As MusicBrainz wants it. */
const userAgentOf = (contact: string | undefined) => (contact ? `orchestrator/1 ( ${contact} )` : 'orchestrator/1')

export const metadataConfig = ({ settings, metadataProviders }: Config): MetadataConfig => ({
  providers: metadataProviders,
  baseUrls: {
    deezer: settings.DEEZER_BASE_URL,
    musicbrainz: settings.MUSICBRAINZ_BASE_URL,
    coverart: settings.COVERART_BASE_URL,
    itunes: settings.ITUNES_BASE_URL,
    acoustid: settings.ACOUSTID_BASE_URL,
  },
  acoustidKey: settings.ACOUSTID_KEY,
  contact: settings.METADATA_CONTACT,
  allowPrivateHosts: settings.ALLOW_PRIVATE_HOSTS,
})
