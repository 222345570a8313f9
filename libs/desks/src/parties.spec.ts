import { type CaseRecord, namedToGuide, namedToMeasure } from '#case';
import { type AgencyType, agencyTypes } from '#policy';
import { admonished, sealed } from '../../case/src/given.fixture.ts';
import { worksAt } from '../../runtime/src/views/view.ts';
import { desks } from './registry.ts';
import { directory } from './seen.fixture.ts';

/** A case with an order and a measure, in which an agency of another place has the part that it is given and no other. */
const ID = 'stranger';
const { record } = admonished()
  .does('2025-03-06 09:00', 'psb', 'IssueOrder', { orderType: 'GUIDANCE', provider: 'wf' })
  .does('2025-03-06 10:00', 'psb', 'ApplyMeasure', { description: sealed('训诫谈话'), invited: ['dpf'] });
const guiding = { ...record, orders: record.orders.map((order) => ({ ...order, provider: ID })) };
const invited = { ...record, measures: record.measures.map((measure) => ({ ...measure, invited: [ID] })) };

/** The types of agency whose desk shows them an item of a case. */
const shownTo = (given: CaseRecord, item: string | undefined) =>
  agencyTypes.filter((type: AgencyType) => {
    const agency = { id: ID, type, division: '110105', name: { zh: '外', en: 'Else' } };
    const own = desks.filter((desk) => worksAt(desk, agency)).map((desk) => desk.view(given, agency, directory));
    return item !== undefined && own.some((view) => JSON.stringify(view)?.includes(item));
  });

it('names for guidance whoever has a desk that shows it the order, and nobody else', () => {
  expect(agencyTypes.filter(namedToGuide)).toEqual(shownTo(guiding, record.orders[0]?.id));
});

it('invites to a measure whoever has a desk that shows it the measure, and nobody else', () => {
  expect(agencyTypes.filter(namedToMeasure)).toEqual(shownTo(invited, sealed('训诫谈话')));
});
