import { buildSchema, type GraphQLObjectType } from 'graphql';
import type { NamedAgency } from '#access';
import { noSurveyWork, type SurveyWorkRecord } from '#ledger';
import { agencies, instant, sealed } from '../../ledger/src/given.fixture.ts';
import { deskSdl } from './graphql/sdl.ts';
import { desks } from './registry.ts';
import { surveyWorkView } from './survey.work.view.ts';

const named = (id: string): NamedAgency => ({ ...(agencies[id] as NamedAgency), name: { zh: id, en: id } });
const at = instant('2025-03-10 10:00');
const department = (agency: string) => ({
  id: `s-${agency}`,
  agency,
  submissions: [{ for: 'MARCH' as const, at, enteredLate: false, children: 3, note: sealed(`ZZ-${agency}`) }],
});
const work: SurveyWorkRecord = {
  ...noSurveyWork('work'),
  status: 'open',
  division: '341722',
  departments: [department('edu'), department('psb')],
  rounds: [{ at, children: 7 }],
  meetings: [{ at }],
  history: [
    { event: 'SurveyWorkEstablished', at, by: 'ca' },
    { event: 'DataSubmitted', at, by: 'edu' },
    { event: 'DataSubmitted', at, by: 'psb' },
  ],
};
const planted = (who: string) => [...new Set(JSON.stringify(surveyWorkView(work, named(who)))?.match(/ZZ-\w+/g) ?? [])];

describe('what is seen of a county’s survey work', () => {
  it('is what the schema declares of every desk that shows it', () => {
    const view = Object.keys(surveyWorkView(work, named('ca')) ?? {}).sort();
    for (const desk of desks) {
      const type = buildSchema(deskSdl(desk)).getType('SurveyWork') as GraphQLObjectType | undefined;
      const declared = type && Object.keys(type.getFields()).filter((field) => field !== 'version');
      expect([desk.name, declared?.sort()]).toEqual([desk.name, desk.surveyWork && view]);
    }
  });

  it('is all for civil affairs of the county, its own part for a department, and nothing for anyone else', () => {
    expect([planted('ca'), planted('edu'), planted('psb')]).toEqual([['ZZ-edu', 'ZZ-psb'], ['ZZ-edu'], ['ZZ-psb']]);
    expect(surveyWorkView(work, named('edu'))).toMatchObject({
      rounds: [],
      meetings: [],
      history: [{}, { by: 'edu' }],
    });
    for (const who of ['health', 'town', 'far-ca', 'city-ca', 'gd-ca', 'wccw', 'rvc', 'court']) {
      expect([who, surveyWorkView(work, named(who))]).toEqual([who, null]);
    }
  });
});
