package accounts

import (
	"net/mail"
	"strings"

	"quire/internal/auth"
	"quire/internal/problem"
)

const (
	maxName  = 200 // bytes
	maxEmail = 254 // RFC 5321, 4.5.3.1.3, without the angle brackets
)

// NewUser is a user to add.
type NewUser struct {
	Email, Name, Password string
}

// normal trims what surrounds the values and puts the email in lower case.
func (n NewUser) normal() NewUser {
	n.Email, n.Name = normalEmail(n.Email), strings.TrimSpace(n.Name)
	return n
}

// check records what is wrong; the fields' paths begin with the prefix.
func (n NewUser) check(in *problem.Input, prefix string) {
	n.checkWho(in, prefix)
	if err := auth.CheckPassword(n.Password, n.Email); err != nil {
		in.Check(false, prefix+"password", "%s", err)
	}
}

func (n NewUser) checkWho(in *problem.Input, prefix string) {
	in.Check(validEmail(n.Email), prefix+"email", "«%s» is not an email address: write it as name@example.com", n.Email)
	checkName(in, prefix+"name", n.Name)
}

func checkName(in *problem.Input, field, name string) {
	in.Check(len(name) <= maxName, field, "the name must have at most %d bytes", maxName)
}

func checkOrganisation(in *problem.Input, field, name string) {
	in.Check(name != "", field, "the organisation needs a name")
	checkName(in, field, name)
}

func normalEmail(email string) string { return strings.ToLower(strings.TrimSpace(email)) }

func validEmail(email string) bool {
	a, err := mail.ParseAddress(email)
	return err == nil && a.Address == email && len(email) <= maxEmail
}
