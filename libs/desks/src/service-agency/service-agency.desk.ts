import { defineDesk } from '../desk.ts';
import { serviceAgencyView } from './service-agency.view.ts';

/** 服务机构: what is addressed to it, and the orders it gives guidance for; each agency sees its own rows alone. */
export const serviceAgency = defineDesk({
  name: 'service-agency',
  version: 1,
  title: { zh: '服务机构工作台', en: 'Service agency desk' },
  agencies: [
    'EDU',
    'SCHOOL',
    'HEALTH',
    'WF',
    'FEC',
    'DPF',
    'CYL',
    'HUD',
    'HPAC',
    'HRSS',
    'HSA',
    'CDC',
    'STAT',
    'DRC',
    'TRAN',
    'CTRS',
    'RTV',
    'CAC',
    'FIN',
    'DATA',
    'THC',
    'SW',
    'SWO',
    'VOL',
    'H12338',
  ],
  view: serviceAgencyView,
  commands: ['RaiseFlag', 'RecordDissuasion', 'ReportToPolice', 'RecordGuidanceSession'],
});
