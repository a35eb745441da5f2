package openid

import (
	"context"
	"crypto/subtle"
	"errors"
	"fmt"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

// Answer is what the provider sends back with the browser.
type Answer struct {
	Code string
	// Issuer is the parameter iss (RFC 9207); empty when there was none.
	Issuer string
}

// Exchange gives who has signed in. It returns an UNAUTHENTICATED problem when
// the provider's answer is not to be believed, and UNAVAILABLE when the provider
// cannot be asked.
func (p *Provider) Exchange(ctx context.Context, a Answer, s Secrets) (Person, error) {
	d, err := p.discover(ctx)
	if err != nil {
		return Person{}, err
	}
	if err := p.checkIssuer(d, a); err != nil {
		return Person{}, refused(err)
	}
	ctx = oidc.ClientContext(ctx, p.config.Client)
	token, err := d.oauth.Exchange(ctx, a.Code, oauth2.VerifierOption(s.Verifier))
	if err != nil {
		var answered *oauth2.RetrieveError
		if errors.As(err, &answered) {
			return Person{}, refused(fmt.Errorf("exchange the code: %s", answered.ErrorCode)) // its body may hold tokens
		}
		return Person{}, unreachable(fmt.Errorf("exchange the code: %w", err))
	}
	claims, err := p.verify(ctx, d, token, s.Nonce)
	if err != nil {
		return Person{}, refused(err)
	}
	if err := p.complete(ctx, d, token, claims); err != nil {
		return Person{}, refused(err)
	}
	return p.config.Claims.person(p.config.Issuer, claims), nil
}

// checkIssuer keeps one provider's answer from being taken for another's (RFC
// 9207, 2.4).
func (p *Provider) checkIssuer(d *discovered, a Answer) error {
	if a.Issuer != "" && a.Issuer != p.config.Issuer {
		return fmt.Errorf("the answer is of the issuer %q", a.Issuer)
	}
	if a.Issuer == "" && d.metadata.NamesItself {
		return errors.New("the answer names no issuer, though the provider says that it would")
	}
	return nil
}

// verify reads the ID token and checks what go-oidc leaves to its users.
func (p *Provider) verify(ctx context.Context, d *discovered, token *oauth2.Token, nonce string) (map[string]any, error) {
	raw, _ := token.Extra("id_token").(string)
	if raw == "" {
		return nil, errors.New("the answer has no ID token")
	}
	id, err := d.verifier.Verify(ctx, raw)
	if err != nil {
		return nil, err
	}
	claims := map[string]any{}
	if err := id.Claims(&claims); err != nil {
		return nil, err
	}
	if subtle.ConstantTimeCompare([]byte(id.Nonce), []byte(nonce)) != 1 {
		return nil, errors.New("the ID token has another nonce")
	}
	if id.Subject == "" || len(id.Subject) > maxSubject {
		return nil, fmt.Errorf("the ID token has a subject of %d characters", len(id.Subject))
	}
	// Core 1.0, 3.1.3.7, 4 and 5: of a token for several, we are the one who asked.
	party, named := claims["azp"]
	if (named || len(id.Audience) > 1) && party != p.config.ClientID {
		return nil, errors.New("the ID token was issued to another client")
	}
	if id.IssuedAt.After(p.config.Now().Add(Skew)) {
		return nil, errors.New("the ID token was issued in the future")
	}
	if id.AccessTokenHash != "" {
		if err := id.VerifyAccessToken(token.AccessToken); err != nil {
			return nil, err
		}
	}
	return claims, nil
}

// maxSubject is the length of a subject (Core 1.0, 2).
const maxSubject = 255

// complete asks for the claims that some providers leave out of ID tokens (Core
// 1.0, 5.3).
func (p *Provider) complete(ctx context.Context, d *discovered, token *oauth2.Token, claims map[string]any) error {
	if d.UserInfoEndpoint() == "" || !p.config.Claims.missing(claims) {
		return nil
	}
	info, err := d.UserInfo(ctx, oauth2.StaticTokenSource(token))
	if err != nil {
		return err
	}
	if info.Subject != claims["sub"] {
		return errors.New("userinfo tells of another subject (Core 1.0, 5.3.2)")
	}
	more := map[string]any{}
	if err := info.Claims(&more); err != nil {
		return err
	}
	if _, told := claims["email"]; !told {
		delete(claims, "email_verified") // which is of no other email than its own
	}
	for name, value := range more {
		if _, known := claims[name]; !known {
			claims[name] = value
		}
	}
	return nil
}
