import { getRouteApi } from '@tanstack/react-router'
import { SignInAgain } from '#web/components/SignInAgain.tsx'
import { CardsWorkbench } from '#web/workbench/cards/CardsWorkbench.tsx'
import { SavingProvider } from '#web/workbench/shell/SavingProvider.tsx'

const route = getRouteApi('/signed-in/frame/work/$dataset_id/$workforce_task_id/label/cards')

/** Many texts of a team task at once, for labelers. */
export function CardsPage() {
  const names = route.useParams()
  const search = route.useSearch()
  return (
    <SavingProvider>
      <CardsWorkbench names={names} search={search} />
      <SignInAgain />
    </SavingProvider>
  )
}
