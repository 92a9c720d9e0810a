package wprest

// asMap returns the links as a tree, as their JSON would read.
func (set *linkSet) asMap() *Map {
	m := &Map{}
	for i := range set.links {
		l := &set.links[i]
		list, ok := m.Get(l.Rel).(*Map)
		if !ok {
			list = &Map{}
			m.Set(l.Rel, list)
		}
		list.Append(l.asMap())
	}
	if len(set.curies) == 0 {
		return m
	}
	curies := &Map{}
	for _, c := range set.curies {
		curies.Append(MapOf("name", c.name, "href", c.href, "templated", true))
	}
	m.Set("curies", curies)
	return m
}

func (l *Link) asMap() *Map {
	m := &Map{entries: make([]mapEntry, 0, 3+l.Attrs.Len())}
	if l.Embeddable {
		m.Set("embeddable", true)
	}
	for key, v := range l.Attrs.All() {
		m.Set(key, unfold(v))
	}
	m.Set("href", l.Href)
	if len(l.allowed) > 0 {
		allowed := &Map{entries: make([]mapEntry, 0, len(l.allowed))}
		for _, method := range l.allowed {
			allowed.Append(method)
		}
		m.Set("targetHints", MapOf("allow", allowed))
	}
	return m
}
