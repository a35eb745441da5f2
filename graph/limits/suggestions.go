package limits

import "github.com/vektah/gqlparser/v2/validator/rules"

// RulesWithoutSuggestions gives the validation rules of GraphQL with messages
// that never name a type, field, argument or enum value that the client did not
// write itself: where introspection is off, «did you mean» would hand out the
// schema word by word.
func RulesWithoutSuggestions() *rules.Rules {
	r := rules.NewDefaultRules()
	r.ReplaceRule(rules.KnownArgumentNamesRule.Name, rules.KnownArgumentNamesRuleWithoutSuggestions.RuleFunc)
	r.ReplaceRule(rules.KnownTypeNamesRule.Name, rules.KnownTypeNamesRuleWithoutSuggestions.RuleFunc)
	r.ReplaceRule(rules.ValuesOfCorrectTypeRule.Name, rules.ValuesOfCorrectTypeRuleWithoutSuggestions.RuleFunc)
	return r
}
