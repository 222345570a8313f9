import { HUKOU_CATEGORIES, type HukouCategory } from './index.ts';
import {
  about,
  courts,
  type Inputs,
  named,
  ofHukou,
  ofProtection,
  ofRevocation,
  sometimes,
  text,
} from './plausible.items.fixture.ts';

/** Plausible input for protection orders, guardianship by civil affairs, its revocation, and the place of the child's home. */
export const tracks = {
  ApplyProtectionOrder: (s) => ({
    ...(s.record.status === 'none' ? about(s) : {}),
    to: s.draw.one(courts),
    facts: text('protection facts'),
    urgent: s.draw.chance(40),
  }),
  AcceptProtectionApplication: (s) => ({ ...ofProtection(s, 'applied'), urgent: sometimes(s.draw, s.draw.chance(50)) }),
  MakeProtectionOrder: (s) => ({
    ...ofProtection(s, 'accepted'),
    terms: text('terms'),
    months: s.draw.chance(10) ? 7 : s.draw.one([1, 3, 6]),
  }),
  RejectProtectionOrder: (s) => ({ ...ofProtection(s, 'accepted'), because: text('because') }),
  ExtendProtectionOrder: (s) => ({ ...ofProtection(s, 'made'), months: s.draw.chance(10) ? 12 : 3 }),
  RevokeProtectionOrder: (s) => ({ ...ofProtection(s, 'made'), because: text('because') }),
  RequestProtectionReview: (s) => ({ ...ofProtection(s, s.draw.one(['made', 'rejected'])), grounds: text('grounds') }),
  DecideProtectionReview: (s) => ({
    ...ofProtection(s, s.draw.one(['made', 'rejected', 'revoked'])),
    upheld: s.draw.chance(50),
  }),
  TakeTemporaryGuardianship: ({ draw }) => ({
    item: draw.one([2, 4, 6]),
    placement: text('placement'),
    placedWith: sometimes(draw, draw.chance(95) ? 'mpra' : 'no-such-agency'),
  }),
  ReturnToGuardian: ({ record, agency, draw }) => ({
    guardianshipId: named(
      draw,
      record.guardianships.filter(({ by, status }) => by === agency && status === 'temporary'),
    ),
    assessed: draw.chance(70),
    assessment: text('assessment'),
  }),
  BeginLongTermGuardianship: ({ draw }) => ({
    basis: text('basis'),
    placement: sometimes(draw, text('placement')),
    placedWith: sometimes(draw, 'cwi'),
  }),
  ConsentAsGuardian: ({ draw }) => ({ childAgrees: sometimes(draw, draw.chance(80), 80) }),
  FindRevocationGround: () => ({ grounds: text('grounds') }),
  ApplyRevokeGuardianship: (s) => ({ ...ofRevocation(s, 'found'), to: s.draw.one(courts), grounds: text('grounds') }),
  DropRevocationGround: (s) => ({ ...ofRevocation(s, 'found'), because: text('because') }),
  DecideRevocation: (s) => ({ ...ofRevocation(s, 'applied'), revoked: s.draw.chance(50) }),
  NotifyDomicile: ({ record, draw }) => ({
    to: draw.one(record.division.startsWith('11') ? ['psb', 'court', 'ca'] : ['far-psb', 'far-court', 'far-ca', 'wf']),
    facts: text('notice'),
  }),
  RequestHukouCoordination: ({ record, draw }) => ({
    category: draw.one(Object.keys(HUKOU_CATEGORIES) as HukouCategory[]),
    township: draw.chance(4) ? 'wf' : record.division.startsWith('11') ? 'town' : 'far-town',
    papers: sometimes(draw, text('papers')),
  }),
  CompleteHukouPapers: (s) => ({ ...ofHukou(s, 'requested'), papers: text('papers') }),
  PushToHukou: (s) => ofHukou(s, 'complete'),
  GiveHukouOpinion: (s) => ({ ...ofHukou(s, 'pushed'), eligible: s.draw.chance(70), note: text('opinion') }),
  DecideHukouRequest: (s) => ({ ...ofHukou(s, 'opined'), recognised: s.draw.chance(70), because: text('because') }),
  NotifyApplicant: (s) => ({ ...ofHukou(s, 'decided'), message: text('message') }),
  WithdrawHukouRequest: (s) => ({
    ...ofHukou(s, s.draw.one(['requested', 'complete', 'pushed', 'opined', 'decided'])),
    note: text('note'),
  }),
} satisfies Partial<Inputs>;
