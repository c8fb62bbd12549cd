import { Stepper } from '@mantine/core'
import { useSessionStorage } from '@mantine/hooks'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { DescDatasetResp } from '#contract/datasets.ts'
import { Fault } from '#web/components/Fault.tsx'
import { Loading } from '#web/components/Loading.tsx'
import { AnchorLink } from '#web/components/links.tsx'
import { Page } from '#web/components/Page.tsx'
import { useCall, useSend } from '#web/data/calls.ts'
import { CheckStep } from '#web/imports/CheckStep.tsx'
import { EMPTY_FORM, type ImportForm, importBody } from '#web/imports/import-form.ts'
import { type LabelNames, trimmed } from '#web/imports/label-mapping.ts'
import { SourceStep } from '#web/imports/SourceStep.tsx'

const route = getRouteApi('/signed-in/shell/datasets/$dataset_id/import')

/** How far an import is prepared; kept until the window is closed, for a check may take a while. */
type Draft = { form: ImportForm; task_id: string | null; names: LabelNames; checked: LabelNames }

const EMPTY: Draft = { form: EMPTY_FORM, task_id: null, names: {}, checked: {} }

/** Brings data into a dataset: where it is, a dry run with what it found, then the import. */
export function ImportPage() {
  const { t } = useTranslation('imports')
  const { dataset_id } = route.useParams()
  const dataset = useCall('DescDataset', { dataset_id })
  if (dataset.error) return <Fault error={dataset.error} />
  if (!dataset.data) return <Loading />
  const { dataset_name } = dataset.data
  return (
    <Page
      title={t('title')}
      about={t('about', { dataset: dataset_name! })}
      trail={
        <AnchorLink to="/datasets/$dataset_id/data" params={{ dataset_id }} size="sm">
          {dataset_name}
        </AnchorLink>
      }
    >
      <Wizard dataset={dataset.data} />
    </Page>
  )
}

function Wizard({ dataset }: { dataset: DescDatasetResp }) {
  const { t } = useTranslation('imports')
  const dataset_id = dataset.dataset_id!
  const dataset_type = dataset.dataset_type!
  const navigate = useNavigate()
  const [draft, setDraft, clearDraft] = useSessionStorage<Draft>({
    key: `muster.import.${dataset_id}`,
    defaultValue: EMPTY,
    getInitialValueInEffect: false,
  })
  const send = useSend('ImportTask', ['ListImportTasks', 'ListJobs', 'DescDataset'])
  const { form, task_id, names, checked } = draft
  const check = (asked: ImportForm, label_names: LabelNames) => {
    const body = importBody(asked, dataset_type, { dry_run: true, label_names })
    const checking = (task: { task_id: string }) =>
      setDraft({ form: asked, task_id: task.task_id, names, checked: names })
    send.mutate({ args: { dataset_id }, body }, { onSuccess: checking })
  }
  const start = () => {
    const body = importBody(form, dataset_type, { dry_run: false, label_names: trimmed(names) })
    const started = () => {
      clearDraft()
      void navigate({ to: '/datasets/$dataset_id/data', params: { dataset_id } })
    }
    send.mutate({ args: { dataset_id }, body }, { onSuccess: started })
  }
  const back = () => {
    send.reset()
    setDraft({ ...draft, task_id: null })
  }
  return (
    <>
      <Stepper active={task_id === null ? 0 : 1} size="sm" maw={480} allowNextStepsSelect={false}>
        <Stepper.Step label={t('steps.source')} {...(task_id !== null && { onClick: back })} />
        <Stepper.Step label={t('steps.check')} />
      </Stepper>
      {task_id === null ? (
        <SourceStep
          dataset={dataset}
          form={form}
          onChange={(changed) => setDraft({ ...draft, form: changed })}
          busy={send.isPending}
          error={send.error}
          onCheck={(asked) => check(asked, trimmed(names))}
        />
      ) : (
        <CheckStep
          dataset_id={dataset_id}
          task_id={task_id}
          names={names}
          wantsLabels={form.what !== 'files'}
          checked={checked}
          onNames={(changed) => setDraft({ ...draft, names: changed })}
          onBack={back}
          onCheckAgain={() => check(form, trimmed(names))}
          onImport={start}
          busy={send.isPending}
          error={send.error}
        />
      )}
    </>
  )
}
