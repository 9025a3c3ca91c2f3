"""Documents for machines, at the addresses that the standards or our own documents name."""

from django.urls import path

from conferral.web.published import anchors, blockcerts, views

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path(".well-known/did.json", views.did, name="did"),
    path(".well-known/key-history.json", views.key_history, name="key-history"),
    path("status/<int:pk>", views.status_list, name="status-list"),
    path("log/checkpoint", views.checkpoint, name="checkpoint"),
    path("log/anchors", anchors.anchors, name="anchors"),
    path(
        "log/anchors/<int:pk>/checkpoint", anchors.anchored_checkpoint, name="anchored-checkpoint"
    ),
    path("log/anchors/<int:pk>/proof", anchors.anchor_proof, name="anchor-proof"),
    path("log/<path:where>", views.tile, name="tile"),
    path("blockcerts/issuer.json", blockcerts.issuer, name="blockcerts-issuer"),
    path("blockcerts/revocations.json", blockcerts.revoked, name="blockcerts-revocations"),
    path("achievements/<uuid:version>", views.achievement, name="achievement"),
    path(
        "achievements/<uuid:version>/image.svg", views.achievement_image, name="achievement-image"
    ),
    path(
        "achievements/<uuid:version>/endorsements/<int:pk>", views.endorsement, name="endorsement"
    ),
    path("schemas/criterion.schema.json", views.criterion_schema, name="criterion-schema"),
    path("brand/<uuid:organization>.svg", views.logo, name="logo"),
    path("brand/<uuid:organization>.css", views.colours, name="brand-colours"),
]
