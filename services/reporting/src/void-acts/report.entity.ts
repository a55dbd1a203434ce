import { Column, Entity, PrimaryColumn } from 'typeorm'

/** Reports of stolen logins that there are, so that an act can be printed about one. What is in them roster says. */
@Entity('ref_compromise')
export class RefCompromise {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'ref_compromise_pkey' }) id!: string
  @Column({ name: 'school_id', type: 'uuid' }) schoolId!: string
  @Column({ name: 'received_at', type: 'timestamptz' }) receivedAt!: Date
  @Column({ type: 'integer' }) version!: number
}
