"""The one entity of the system: a person."""

from openfisca_core.entities import build_entity

Person = build_entity(
    key="person",
    plural="persons",
    label="An individual",
    is_person=True,
)

entities = [Person]
