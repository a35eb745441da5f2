package openid

import (
	"slices"
	"strings"
)

// Claims says what of a provider's claims means what. A claim is named by its
// path, as in realm_access.roles.
type Claims struct {
	// TrustEmail takes emails for verified that the provider does not call so:
	// some providers hand out emails of their own only, and never say.
	TrustEmail bool
	// Organisation is the claim that names the person's organisation; empty for
	// none.
	Organisation string
	// Role is the claim that holds roles or groups; empty for none.
	Role string
	// Admins are the values of Role that make an administrator.
	Admins []string
}

// Person is who has signed in at the provider.
type Person struct {
	// Issuer and Subject are the person for ever; all else may change.
	Issuer, Subject string
	// Email in lower case; empty unless it is verified.
	Email string
	Name  string
	// Organisations are the values of that claim.
	Organisations []string
	// Admin tells an administrator; nil when no claim is to say so.
	Admin *bool
}

func (c Claims) person(issuer string, claims map[string]any) Person {
	p := Person{
		Issuer: issuer, Subject: first(claims, "sub"), Name: first(claims, "name"), Organisations: valuesAt(claims, c.Organisation),
	}
	if verified := first(claims, "email_verified"); verified == "true" || c.TrustEmail {
		p.Email = strings.ToLower(strings.TrimSpace(first(claims, "email")))
	}
	if c.Role != "" {
		admin := slices.ContainsFunc(valuesAt(claims, c.Role), func(v string) bool { return slices.Contains(c.Admins, v) })
		p.Admin = &admin
	}
	return p
}

// missing tells whether a claim is not there that is looked for.
func (c Claims) missing(claims map[string]any) bool {
	for _, path := range []string{"email", "name", c.Organisation, c.Role} {
		if path != "" && len(valuesAt(claims, path)) == 0 {
			return true
		}
	}
	return false
}

func first(claims map[string]any, path string) string {
	if all := valuesAt(claims, path); len(all) > 0 {
		return all[0]
	}
	return ""
}

// maxValues bounds the values of a claim that are looked at.
const maxValues = 1000

// valuesAt gives the texts of a claim: it may be a text, a truth value, or a list
// of these. The claim with the whole path for its name comes first: names may
// have dots, as those with a URL for a namespace do.
func valuesAt(claims map[string]any, path string) []string {
	if v, there := claims[path]; there {
		return texts(v)
	}
	name, rest, deeper := strings.Cut(path, ".")
	if inner, ok := claims[name].(map[string]any); ok && deeper {
		return valuesAt(inner, rest)
	}
	return nil
}

func texts(v any) (all []string) {
	switch v := v.(type) {
	case string:
		if v != "" {
			all = append(all, v)
		}
	case bool:
		if v {
			all = append(all, "true")
		}
	case []any:
		for _, part := range v[:min(len(v), maxValues)] {
			if text, ok := part.(string); ok && text != "" {
				all = append(all, text)
			}
		}
	}
	return all
}
