import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconCopy } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { readMemberInvitation, renewMemberInvitation } from '#client/session.ts'
import type { CallId } from '#contract/operations.ts'
import { SERVER } from '#web/data/client.ts'
import { wordsOf } from './Fault.tsx'

/** Copies the link with which a member sets a password; one who has a password already gets a new link on request. */
export function InvitationButton({ worker_id }: { worker_id: string }) {
  const { t } = useTranslation('teams')
  const queries = useQueryClient()
  const copy = useMutation({
    mutationFn: async (renew: boolean) => {
      const { link } = await (renew ? renewMemberInvitation : readMemberInvitation)(SERVER, worker_id)
      return link === undefined ? null : { link, isCopied: await mayCopy(link) }
    },
    onSuccess: (given) => {
      if (given?.isCopied) notifications.show({ message: t('linkCopied'), color: 'green' })
      else if (given) notifications.show({ title: t('linkByHand'), message: given.link, autoClose: false })
      // Whoever was given the link counts as invited.
      void queries.invalidateQueries({ queryKey: ['ListWorkers'] satisfies [CallId] })
    },
    onError: (error) => notifications.show({ message: wordsOf(error).text, color: 'red' }),
  })
  const used = copy.data === null
  return (
    <Button
      variant="subtle"
      size="compact-sm"
      leftSection={<IconCopy size={16} />}
      loading={copy.isPending}
      title={used ? t('linkUsed') : undefined}
      onClick={() => copy.mutate(used)}
    >
      {used ? t('newLink') : t('copyLink')}
    </Button>
  )
}

/** Browsers let pages copy by themselves where these come with TLS, and not where somebody forbade it. */
async function mayCopy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return false
  }
}
