import { getRouteApi } from '@tanstack/react-router'
import { SignInAgain } from '#web/components/SignInAgain.tsx'
import { DatasetWorkbench } from '#web/workbench/shell/DatasetWorkbench.tsx'
import { SavingProvider } from '#web/workbench/shell/SavingProvider.tsx'

const route = getRouteApi('/signed-in/frame/datasets/$dataset_id/label/$sample_id')

/** The workbench of a dataset: its owner labels samples without a team. */
export function LabelSamplePage() {
  const { dataset_id, sample_id } = route.useParams()
  const search = route.useSearch()
  return (
    <SavingProvider>
      <DatasetWorkbench dataset_id={dataset_id} sample_id={sample_id} search={search} />
      <SignInAgain />
    </SavingProvider>
  )
}
