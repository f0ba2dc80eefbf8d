import { Text, UnstyledButton } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { Dialog } from '../page/dialog.tsx'
import { useService } from '../service/service-context.ts'
import { texts as shell } from '../shell/texts.ts'
import classes from './evidence.module.css'
import { texts } from './texts.ts'

interface EvidencePiece {
  kind: string
  url: string
}

interface EvidenceProps {
  /** What it is evidence of, for those who cannot see the picture. */
  of: string
  pieces: readonly EvidencePiece[]
}

/** What an attempt or a rehearsal has left to look at: where it was, a picture, and what could be read there. */
export function Evidence({ of, pieces }: EvidenceProps) {
  if (pieces.length === 0) return null
  return (
    <div className={classes['pieces']}>
      {pieces.map((piece) => (
        <Piece key={piece.url} of={of} piece={piece} />
      ))}
    </div>
  )
}

function Piece({ of, piece: { kind, url } }: { of: string; piece: EvidencePiece }) {
  if (kind === 'screenshot') return <Picture of={of} url={url} />
  if (kind === 'text') return <SeenText summary={texts.evidence.text} url={url} />
  if (kind === 'answer') return <SeenText summary={texts.evidence.answer} url={url} />
  return <span className={classes['address']}>{texts.evidence.at(url)}</span>
}

// Evidence is given to who is signed in only, which the source of an image cannot say.
function useEvidence<Contents>(url: string, read: (answer: Response) => Promise<Contents>, enabled = true) {
  const service = useService()
  return useQuery({
    queryKey: ['evidence', url],
    queryFn: async () => read(await service.fetch(url)),
    staleTime: Number.POSITIVE_INFINITY,
    enabled,
  })
}

function Picture({ of, url }: { of: string; url: string }) {
  const { data, isError } = useEvidence(url, (answer) => answer.blob())
  const source = useObjectUrl(data)
  const [isLarge, { open, close }] = useDisclosure(false)
  const name = texts.evidence.screenshotOf(of)
  if (isError) return <Text size="sm">{texts.evidence.gone}</Text>
  if (source === undefined) return <div className={classes['placeholder']} role="status" aria-label={shell.loading} />
  return (
    <>
      <UnstyledButton className={classes['picture']} title={texts.evidence.enlarge} onClick={open}>
        <img src={source} alt={name} />
      </UnstyledButton>
      {isLarge && (
        <Dialog onClose={close} size="min(1200px, 96vw)" title={name}>
          <img src={source} alt={name} className={classes['large']} />
        </Dialog>
      )}
    </>
  )
}

function useObjectUrl(contents: Blob | undefined): string | undefined {
  const [address, setAddress] = useState<string>()
  useEffect(() => {
    if (!contents) return
    const made = URL.createObjectURL(contents)
    setAddress(made)
    return () => URL.revokeObjectURL(made)
  }, [contents])
  return address
}

function SeenText({ summary, url }: { summary: string; url: string }) {
  const [isOpen, setIsOpen] = useState(false)
  const { data, isError } = useEvidence(url, (answer) => answer.text(), isOpen)
  return (
    <details className={classes['seen']} onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary>{summary}</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what can be scrolled must be reachable by keyboard */}
      <pre tabIndex={0}>{isError ? texts.evidence.gone : (data ?? shell.loading)}</pre>
    </details>
  )
}
