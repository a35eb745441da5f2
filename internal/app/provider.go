package app

import (
	"quire/internal/accounts"
	"quire/internal/config"
	"quire/internal/httpapi"
	"quire/internal/openid"
)

// external is the provider that the configuration names, and who of it comes in;
// none when it names none.
func external(c config.Config) (accounts.External, error) {
	if c.OIDCIssuer == "" {
		return accounts.External{}, nil
	}
	provider, err := openid.New(openid.Config{
		Issuer: c.OIDCIssuer, ClientID: c.OIDCClientID, ClientSecret: c.OIDCClientSecret.Reveal(),
		RedirectURL: c.PublicURL + httpapi.CallbackPath, Scopes: c.OIDCScopes,
		Claims: openid.Claims{
			TrustEmail: c.OIDCTrustEmail, Organisation: c.OIDCOrganisationClaim, Role: c.OIDCRoleClaim, Admins: c.OIDCAdminValues,
		},
	})
	return accounts.External{
		Provider: provider, Create: c.OIDCProvision == "create", Domains: c.OIDCAllowedDomains,
		Organisation: c.OIDCOrganisation, ByClaim: c.OIDCOrganisationClaim != "", Organisations: c.OIDCOrganisations,
	}, err
}
