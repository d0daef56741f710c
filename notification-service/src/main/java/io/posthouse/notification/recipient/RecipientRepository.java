package io.posthouse.notification.recipient;

import java.util.UUID;
import org.springframework.data.repository.ListCrudRepository;

interface RecipientRepository extends ListCrudRepository<Recipient, UUID> {}
