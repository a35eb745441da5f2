package config

import (
	"net"
	"net/url"
	"slices"
	"strings"
)

// OIDC is a provider of OpenID Connect at which people sign in.
type OIDC struct {
	// OIDCIssuer is the provider's issuer, a URL; without it there is none.
	OIDCIssuer string `env:"OIDC_ISSUER"`
	// OIDCClientID and OIDCClientSecret are what the provider knows Quire by.
	OIDCClientID     string `env:"OIDC_CLIENT_ID"`
	OIDCClientSecret Secret `env:"OIDC_CLIENT_SECRET"`
	// OIDCName stands on the button.
	OIDCName string `env:"OIDC_NAME"`
	// OIDCScopes are asked for beside openid.
	OIDCScopes []string `env:"OIDC_SCOPES"`
	// OIDCProvision says who comes in: "invited" for people with a user or an
	// invitation, "create" for everybody whose organisation is known.
	OIDCProvision string `env:"OIDC_PROVISION"`
	// OIDCAllowedDomains are the domains of the emails that come in; none for all.
	OIDCAllowedDomains []string `env:"OIDC_ALLOWED_DOMAINS"`
	// OIDCTrustEmail takes emails that the provider does not call verified.
	OIDCTrustEmail bool `env:"OIDC_TRUST_EMAIL"`
	// OIDCOrganisation is the organisation of everybody, by its name;
	// OIDCOrganisationClaim the claim that names it, and OIDCOrganisations what
	// its values mean, as value=name.
	OIDCOrganisation      string            `env:"OIDC_ORGANISATION"`
	OIDCOrganisationClaim string            `env:"OIDC_ORGANISATION_CLAIM"`
	OIDCOrganisations     map[string]string `env:"OIDC_ORGANISATIONS" envKeyValSeparator:"="`
	// OIDCRoleClaim is the claim whose values decide the role, OIDCAdminValues
	// those that make an administrator.
	OIDCRoleClaim   string   `env:"OIDC_ROLE_CLAIM"`
	OIDCAdminValues []string `env:"OIDC_ADMIN_VALUES"`
}

var oidcDefaults = map[string]string{
	"OIDC_NAME":      "Single sign-on",
	"OIDC_SCOPES":    "email,profile",
	"OIDC_PROVISION": "invited",
}

func (c Config) checkSignIn(p *list) {
	if c.FrontEndURL != "" && (!validBase(c.FrontEndURL, true)) {
		p.add("FRONT_END_URL", "%q is not a web address without query and fragment, as in https://app.example.com/sign-in", c.FrontEndURL)
	}
	if c.OIDCIssuer == "" {
		if c.OIDCClientID != "" || c.OIDCClientSecret != "" {
			p.add("OIDC_ISSUER", "is missing: OIDC_CLIENT_ID and OIDC_CLIENT_SECRET belong to a provider")
		}
		return
	}
	if !validBase(c.OIDCIssuer, true) || (!strings.HasPrefix(c.OIDCIssuer, "https:") && !isLoopback(c.OIDCIssuer)) {
		p.add("OIDC_ISSUER", "%q is not the https address of a provider", c.OIDCIssuer)
	}
	if c.OIDCClientID == "" {
		p.add("OIDC_CLIENT_ID", "is missing: register Quire at the provider, with PUBLIC_URL/oidc/callback to return to")
	}
	if c.PublicURL == "" {
		p.add("PUBLIC_URL", "is missing: the provider sends browsers back there")
	}
	if c.FrontEndURL == "" {
		p.add("FRONT_END_URL", "is missing: people who have signed in at the provider are sent there")
	}
	c.checkPolicy(p)
}

func (c Config) checkPolicy(p *list) {
	if !slices.Contains([]string{"invited", "create"}, c.OIDCProvision) {
		p.add("OIDC_PROVISION", "%q is neither invited nor create", c.OIDCProvision)
	}
	if c.OIDCOrganisation != "" && c.OIDCOrganisationClaim != "" {
		p.add("OIDC_ORGANISATION", "and OIDC_ORGANISATION_CLAIM contradict each other: give one")
	}
	if c.OIDCProvision == "create" && c.OIDCOrganisation == "" && c.OIDCOrganisationClaim == "" {
		p.add("OIDC_PROVISION", "create needs OIDC_ORGANISATION or OIDC_ORGANISATION_CLAIM, or nobody knows where people belong")
	}
	if len(c.OIDCOrganisations) > 0 && c.OIDCOrganisationClaim == "" {
		p.add("OIDC_ORGANISATIONS", "needs OIDC_ORGANISATION_CLAIM, whose values it explains")
	}
	if (c.OIDCRoleClaim == "") != (len(c.OIDCAdminValues) == 0) {
		p.add("OIDC_ROLE_CLAIM", "goes with OIDC_ADMIN_VALUES: give both, or neither and let administrators give roles")
	}
	for _, d := range c.OIDCAllowedDomains {
		if d != strings.ToLower(d) || strings.ContainsAny(d, "@ /") || !strings.Contains(d, ".") {
			p.add("OIDC_ALLOWED_DOMAINS", "%q is not a domain in lower case, as in example.com", d)
		}
	}
}

func isLoopback(address string) bool {
	u, err := url.Parse(address)
	if err != nil {
		return false
	}
	ip := net.ParseIP(u.Hostname())
	return u.Hostname() == "localhost" || (ip != nil && ip.IsLoopback())
}
