import { z } from 'zod'

/** The legal form of a company. */
export const EntityType = z
  .enum([
    'C_CORPORATION',
    'COOPERATIVE_CO_OP',
    'CORPORATION',
    'GENERAL_PARTNERSHIP',
    'HYBRID_LLC',
    'JOINT_VENTURE',
    'LLC',
    'LLC_TAXED_AS_C_CORPORATION',
    'LLC_TAXED_AS_S_CORPORATION',
    'LIMITED_LIABILITY_LIMITED_PARTNERSHIP',
    'LIMITED_LIABILITY_PARTNERSHIP',
    'LIMITED_PARTNERSHIP',
    'MULTI_MEMBER_LLC',
    'NONPROFIT',
    'PROFESSIONAL_LLC',
    'SINGLE_MEMBER_LLC',
    'S_CORPORATION',
    'SOLE_PROPRIETORSHIP',
  ])
  .meta({ id: 'EntityTypeEnum', examples: ['LLC'] })
