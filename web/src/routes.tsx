import {
  createHashHistory,
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
} from '@tanstack/react-router'
import { OverviewPage } from './overview/overview-page.tsx'
import { Loading } from './page/loading.tsx'
import { AddPage } from './recording/add-page.tsx'
import { BrokenPage, NotFoundPage } from './shell/lost-pages.tsx'
import { Shell } from './shell/shell.tsx'

const root = createRootRoute({
  component: () => (
    <Shell>
      <Outlet />
    </Shell>
  ),
})

// The two that people open come with the program; each other page is a chunk of its own, loaded when it is opened.
const pages = [
  createRoute({
    getParentRoute: () => root,
    path: '/',
    component: OverviewPage,
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/add',
    component: AddPage,
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/readings',
    component: lazyRouteComponent(() => import('./readings/readings-page.tsx'), 'ReadingsPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/import',
    component: lazyRouteComponent(() => import('./importing/import-page.tsx'), 'ImportPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/utility',
    component: lazyRouteComponent(() => import('./submissions/submissions-page.tsx'), 'SubmissionsPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/utility/push',
    validateSearch: ({ reading }: { reading?: string }): { reading?: string } => (reading ? { reading } : {}),
    component: lazyRouteComponent(() => import('./submissions/push-page.tsx'), 'PushPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/utility/submissions/$id',
    component: lazyRouteComponent(() => import('./submissions/submission-page.tsx'), 'SubmissionPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/utility/connectors',
    component: lazyRouteComponent(() => import('./connectors/connectors-page.tsx'), 'ConnectorsPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/utility/connectors/$name',
    component: lazyRouteComponent(() => import('./connectors/connector-page.tsx'), 'ConnectorPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/utility/connectors/$name/rehearsal',
    component: lazyRouteComponent(() => import('./connectors/rehearsal-page.tsx'), 'RehearsalPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/utility/new',
    component: lazyRouteComponent(() => import('./connectors/new-connector-page.tsx'), 'NewConnectorPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/utility/new/$start',
    component: lazyRouteComponent(() => import('./connectors/new-connector-form-page.tsx'), 'NewConnectorFormPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/set-up',
    component: lazyRouteComponent(() => import('./first-run/first-run-page.tsx'), 'FirstRunPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/alerts',
    component: lazyRouteComponent(() => import('./alerts/alerts-page.tsx'), 'AlertsPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/status',
    component: lazyRouteComponent(() => import('./status/status-page.tsx'), 'StatusPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/audit',
    component: lazyRouteComponent(() => import('./audit/audit-page.tsx'), 'AuditPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/sites',
    component: lazyRouteComponent(() => import('./sites/sites-page.tsx'), 'SitesPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/sites/$site',
    component: lazyRouteComponent(() => import('./sites/site-page.tsx'), 'SitePage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/accounts',
    component: lazyRouteComponent(() => import('./accounts/accounts-page.tsx'), 'AccountsPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/sheet',
    component: lazyRouteComponent(() => import('./sheet/sheet-page.tsx'), 'SheetPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/backups',
    component: lazyRouteComponent(() => import('./backups/backups-page.tsx'), 'BackupsPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/settings',
    component: lazyRouteComponent(() => import('./preferences/preferences-page.tsx'), 'PreferencesPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/more',
    component: lazyRouteComponent(() => import('./shell/more-page.tsx'), 'MorePage'),
  }),
] as const

/**
 * The pages by their addresses. They stand behind `#`, because the service's own calls have the same paths, and so that
 * any host of files can serve them.
 */
export const router = createRouter({
  routeTree: root.addChildren(pages),
  history: createHashHistory(),
  defaultPreload: 'intent',
  defaultPendingComponent: Loading,
  defaultErrorComponent: BrokenPage,
  defaultNotFoundComponent: NotFoundPage,
  scrollRestoration: true,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
